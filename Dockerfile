# img2fair in a container: no root, no build tools, and nothing that it has to write but what is mounted.
#
#   docker build --tag img2fair .
#   docker run --rm --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
#       --mount type=bind,source="$PWD",target=/data img2fair publish --yes
#
# /data is the folder of img2fair.yaml and has to be writable for user 65532 (or name another one: --user).
# Log-ins: mount a file each and name it in XNAT_PASS_FILE and the like (docs/operator.md).
# All that is installed is checked against the hashes of the locks, and listed in the wheel's sboms/sbom.cdx.json.

FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore SOURCE_DATE_EPOCH=1704067200
WORKDIR /src
COPY requirements.lock requirements-build.lock ./
RUN python -m venv --without-pip /opt/img2fair \
    && pip install --require-hashes --only-binary :all: --requirement requirements-build.lock \
    && pip --python /opt/img2fair/bin/python install --require-hashes --only-binary :all: --requirement requirements.lock
COPY . .
RUN pip wheel --no-deps --no-index --no-build-isolation --wheel-dir /dist . \
    && pip --python /opt/img2fair/bin/python install --no-deps --no-index /dist/*.whl

FROM python:3.11-slim
ARG VERSION=""
LABEL org.opencontainers.image.title="img2fair" \
      org.opencontainers.image.description="From a medical imaging archive to a FAIR catalogue" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}"
RUN pip uninstall --yes --root-user-action=ignore setuptools wheel pip
COPY --from=build /opt/img2fair /opt/img2fair
ENV PATH="/opt/img2fair/bin:$PATH" \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /data
USER 65532:65532
ENTRYPOINT ["img2fair"]
CMD ["--help"]
