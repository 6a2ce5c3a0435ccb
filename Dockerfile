# docker build -t immunokg .
# docker run --rm -v "$PWD:/work" immunokg build abstracts/ --out my-graph
# docker run --rm -v "$PWD:/work" -p 127.0.0.1:8000:8000 immunokg serve my-graph --host 0.0.0.0

FROM python:3.12.8-slim-bookworm AS build
WORKDIR /src
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/immunokg \
    && /opt/immunokg/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY kg kg
COPY ontologies ontologies
COPY pipelines pipelines
RUN /opt/immunokg/bin/pip install --no-cache-dir --no-deps . \
    && /opt/immunokg/bin/pip uninstall --yes pip

FROM python:3.12.8-slim-bookworm
RUN python -m pip uninstall --yes pip \
    && useradd --uid 1000 --create-home kg \
    && install --directory --owner kg /work
COPY --from=build /opt/immunokg /opt/immunokg
ENV PATH=/opt/immunokg/bin:$PATH
USER kg
WORKDIR /work
EXPOSE 8000
ENTRYPOINT ["kg"]
CMD ["--help"]
