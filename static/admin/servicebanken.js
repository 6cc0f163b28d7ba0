/* Wagtail 8.0 sends a form even while its autosave is on the way. A new page is then made twice, and the second stops at
   its address: "in use". Here the form waits for the answer, which is a moment. Can go when Wagtail waits by itself. */

(() => {
  let saving = false;
  const send = window.fetch;

  window.fetch = (resource, options) => {
    if (options?.body instanceof FormData && options.headers?.Accept === "application/json") saving = true;
    return send.call(window, resource, options);
  };

  const saved = new EventTarget();
  for (const name of ["w-autosave:success", "w-autosave:error"]) {
    document.addEventListener(name, () => {
      saving = false;
      saved.dispatchEvent(new Event("saved"));
    });
  }

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!saving || !form.matches("[data-edit-form]")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = event.submitter;
      saved.addEventListener(
        "saved",
        () => {
          // The button shows that it works and is disabled by now, so its name would not be sent.
          if (button?.name) {
            const { name, value } = button;
            form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
          }
          form.requestSubmit();
        },
        { once: true },
      );
    },
    true,
  );
})();
