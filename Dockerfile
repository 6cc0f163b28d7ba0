# One image for the web server, the worker and commands; see compose.yaml.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=cms.settings.production
WORKDIR /app

COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt

COPY . .
# The site runs as somebody without rights; var/ is the only place it writes to.
RUN useradd --system --create-home servicebanken && mkdir -p var && chown servicebanken var
USER servicebanken
VOLUME /app/var

EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--no-ws", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "1", "--respawn-failed-workers", "cms.wsgi:application"]
