# The image of a scheduled audit: small, not root, and content with a file system that is read-only.
# It starts by its environment alone (docs/operate.md). To pin the base by digest, pass
#   --build-arg PYTHON=3.13.9-slim-trixie@sha256:…
ARG PYTHON=3.13.9-slim-trixie

FROM python:${PYTHON} AS build
WORKDIR /src
COPY infra/image infra/image
COPY pyproject.toml README.md LICENSE ./
COPY src src
RUN infra/image/install.sh /tools /app

FROM python:${PYTHON} AS run
LABEL org.opencontainers.image.title="aml-maturity-audit" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /app /app
# /tmp is the only place that is written to; mount it where the file system is read-only.
ENV PATH=/app/bin:$PATH \
    HOME=/tmp \
    XDG_STATE_HOME=/tmp/state \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    AML_MATURITY_AUDIT_LOG_FORMAT=json
WORKDIR /tmp
USER 10001:10001
ENTRYPOINT ["aml-maturity-audit"]
CMD ["audit"]
