// Shows the description of the API. Everything comes from this host: no validator, no fonts, no outside request.
"use strict";

const place = document.getElementById("api-docs");

window.SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  presets: [window.SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  persistAuthorization: false,
  validatorUrl: null,
  syntaxHighlight: false,
  // The site may be reached by another name than its own; what is tried is always asked where the page came from.
  requestInterceptor: (request) => {
    const { pathname, search } = new URL(request.url, window.location.href);
    request.url = `${window.location.origin}${pathname}${search}`;
    return request;
  },
});
