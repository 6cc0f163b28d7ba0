/* The translation editor says "Server error" whenever a text or a choice is not taken. Why it was not is in the answer: it
   is given to the editor as the error of that text, which it shows beside it, and told as Wagtail tells its messages.
   Pages are chosen in the language of the translation, and named by what their links lead to. The heading above the texts
   is English in every language, and is given in that of the translator. */

(() => {
  const send = window.fetch;
  let pageTitles = {};

  // Before the editor, which begins at the same event, and asks for the pages at once.
  document.addEventListener("DOMContentLoaded", () => {
    const editor = document.querySelector(".js-translation-editor");
    const props = JSON.parse(editor.dataset.props);
    window.chooserUrls.pageChooser = props.pageChooser;
    pageTitles = props.pageTitles;
    const english = `${props.sourceLocale.displayName} to ${props.locale.displayName} translation`;
    new MutationObserver(() => {
      for (const heading of editor.querySelectorAll("h3"))
        if (heading.textContent === english) heading.textContent = props.heading;
    }).observe(editor, { childList: true, subtree: true });
  });

  window.fetch = async (resource, options) => {
    const [, page] = /\/api\/main\/pages\/(\d+)\/$/.exec(resource) ?? [];
    if (pageTitles[page]) return Response.json({ id: page, title: pageTitles[page] });
    const response = await send.call(window, resource, options);
    if (options?.method !== "PUT" || response.ok) return response;
    const answer = await response
      .clone()
      .json()
      .catch(() => ({}));
    const error = answer.error || answer.detail;
    if (!error) return response;
    document.dispatchEvent(new CustomEvent("w-messages:add", { detail: { clear: true, text: error, type: "error" } }));
    const data = options.body instanceof FormData ? options.body.get("value") : "";
    return Response.json({ data, error, comment: error, last_translated_by: null });
  };
})();
