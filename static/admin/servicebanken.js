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

/* The list of what a readiness check finds: its links open the tab and lead to the field, also in the form that one
   stands in, and it is asked for anew when a draft has been saved. */
(() => {
  const fieldOf = (anchor) => {
    const [, path] = anchor.split(":w:contentpath=");
    if (path === undefined) return document.getElementById(anchor);
    const selectors = path.split(".").map((name) => `[data-contentpath="${CSS.escape(name)}"]`);
    // A block that is not drawn yet: as far in as there is something.
    for (let depth = selectors.length; depth > 0; depth -= 1) {
      const found = document.querySelector(selectors.slice(0, depth).join(" "));
      if (found) return found;
    }
    return null;
  };

  const goTo = (field) => {
    const tab = field.closest("[role=tabpanel]");
    if (tab?.hidden) document.querySelector(`[role=tab][aria-controls="${tab.id}"]`)?.click();
    for (let part = field; part; part = part.parentElement) {
      if (!part.matches(".w-panel__content[hidden]")) continue;
      document.querySelector(`[data-panel-toggle][aria-controls="${part.id}"]`)?.click();
    }
    let looks = 0;
    const arrive = () => {
      looks += 1;
      // A tab shows what it holds a moment after it is chosen.
      if (!field.checkVisibility() && looks < 60) {
        requestAnimationFrame(arrive);
        return;
      }
      field.scrollIntoView({ block: "center" });
      field
        .querySelector("input:not([type=hidden]), textarea, select, [contenteditable=true], button")
        ?.focus({ preventScroll: true });
    };
    arrive();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-jump]");
    const field = link && fieldOf(link.getAttribute("href").slice(1));
    if (!field) return;
    event.preventDefault();
    goTo(field);
  });

  window.addEventListener("load", () => {
    const anchor = decodeURIComponent(window.location.hash.slice(1));
    const field = /^(:w:contentpath=|inline_child_|id_)/.test(anchor) && fieldOf(anchor);
    if (field) setTimeout(() => goTo(field), 200); // after Wagtail's own scrolling, which does not look into rows
  });

  document.addEventListener("w-autosave:success", async () => {
    const panel = document.querySelector("[data-readiness]");
    if (!panel) return;
    const answer = await fetch(panel.dataset.readiness);
    if (!answer.ok) return;
    const open = panel.querySelector("details")?.open;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-readiness]");
    const details = fresh?.querySelector("details");
    if (!details) return;
    details.open = open;
    panel.replaceChildren(...fresh.childNodes);
  });
})();
