/* The translation editor says "Server error" whenever a text is not taken. Why it was not is in the answer: it is given to
   the editor as the error of that text, which it shows beside it, and told as Wagtail tells its messages. */

(() => {
  const send = window.fetch;

  window.fetch = async (resource, options) => {
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
