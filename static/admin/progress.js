/* Work that goes on on the server: what the page says of it is fetched again until it is done. */

(() => {
  const look = async () => {
    const shown = document.querySelector("[data-progress]");
    if (shown?.dataset.progress !== "on") return;
    const response = await fetch(window.location.href).catch(() => null);
    if (response?.ok) {
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const now = page.querySelector("[data-progress]");
      if (now) shown.replaceWith(now);
    }
    window.setTimeout(look, 3000);
  };

  window.setTimeout(look, 3000);
})();
