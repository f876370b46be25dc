/* What a page does more quickly with a script; without it everything works by links and forms. */
(() => {
  "use strict";
  const sheet = () => document.getElementById("sheet");
  let opener = null;

  const cookie = (name) =>
    document.cookie.split("; ").find((pair) => pair.startsWith(name + "="))?.split("=")[1] ?? "";

  const focusOn = (element) => {
    if (!element) return;
    if (!element.matches("a[href], button, input, select, textarea, [tabindex]")) element.tabIndex = -1;
    element.focus();
  };

  const news = (root) => root.querySelector("[data-focus], .panel.refused, [aria-invalid=true]");

  document.addEventListener("htmx:configRequest", (event) => {
    const field = document.querySelector("[name=csrfmiddlewaretoken]");
    event.detail.headers["X-CSRFToken"] = field?.value ?? cookie("csrftoken");
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target === sheet() && !sheet().open) opener = event.detail.elt;
  });

  const refusalBox = (element) => element.closest("dialog, main")?.querySelector("[data-refusal]");

  const tell = (element, text) => {
    const box = refusalBox(element) ?? document.querySelector("[data-refusal]");
    const panel = document.createElement("section");
    panel.className = "panel refused";
    panel.append(Object.assign(document.createElement("p"), { textContent: text }));
    box.replaceChildren(panel);
    focusOn(panel);
  };

  /* A refusal is shown as near as possible to what was asked for; any other error page is not swapped in. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { isError, requestConfig, xhr } = event.detail;
    if (!isError) return;
    if (xhr.getResponseHeader("HX-Retarget")) {
      event.detail.target = refusalBox(requestConfig.elt) ?? event.detail.target;
    } else {
      event.detail.shouldSwap = false;
      tell(requestConfig.elt, document.body.dataset.failed);
    }
  });

  /* The focus goes to what changed or to the error; a field that is still there keeps it. */
  let isFocusLost = false;
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    isFocusLost = detail.target.contains(document.activeElement);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const target = event.detail.target.isConnected ? event.detail.target : event.target;
    if (event.detail.requestConfig?.elt.closest("[data-quiet]")) {
      if (isFocusLost) focusOn(target.querySelector("[data-focus], h1"));
      return;
    }
    const isKept = target !== document.activeElement && target.contains(document.activeElement);
    if (target === sheet() && !target.open && target.childElementCount) target.showModal();
    const changed = news(target) ?? (isKept ? null : (target.querySelector("h1, h2") ?? target));
    focusOn(changed);
  });

  document.addEventListener("htmx:sendError", (event) => tell(event.detail.elt, document.body.dataset.offline));

  document.addEventListener("click", (event) => {
    if (event.target === sheet() || event.target.closest("[data-close]")) {
      if (!sheet().open) return;
      event.preventDefault();
      sheet().close();
    }
    document.querySelectorAll("[data-drop][open]").forEach((drop) => {
      if (!drop.contains(event.target)) drop.open = false;
    });
  });

  document.addEventListener("keydown", (event) => {
    const drop = event.key === "Escape" && document.querySelector("[data-drop][open]");
    if (!drop) return;
    drop.open = false;
    drop.querySelector("summary").focus();
  });

  document.addEventListener("DOMContentLoaded", () => {
    sheet()?.addEventListener("close", () => {
      sheet().replaceChildren();
      focusOn(opener?.isConnected ? opener : document.querySelector("main [data-focus], main h1"));
    });
    if (location.hash) return;
    focusOn(news(document.querySelector("main")));
  });
})();
