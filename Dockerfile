# The portal's image: web, workers, beat and migrations are the same image with different commands.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /portal
COPY requirements.txt ./
RUN python -m venv /packages \
    && /packages/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

FROM python:3.11-slim-bookworm
# WeasyPrint draws every PDF with Pango and cuts fonts down with HarfBuzz.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin portal
ENV PATH=/packages/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp
WORKDIR /portal
COPY --from=packages /packages /packages
COPY . .
# Translations and static files are part of the image. The values are for this one command and open nothing.
RUN python -c "from smart.local.messages import compile_all; compile_all()" \
    && SECRET_KEY=build BLIND_INDEX_KEY=build DATABASE_URL=postgresql://build@/build \
       FIELD_KEYS=build:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
       python manage.py collectstatic --no-input --verbosity 0
USER portal
EXPOSE 8000
# gunicorn's heartbeat files in memory: a slow disk must not look like a dead process.
CMD ["gunicorn", "smart.wsgi:application", "--preload", "--no-control-socket", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm", "--timeout", "30", "--max-requests", "2000", "--max-requests-jitter", "200"]
