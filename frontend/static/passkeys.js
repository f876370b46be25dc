/* Passkeys: hand the challenge of the house to the browser, and its answer to the form. */
(() => {
  "use strict";

  const optionsOf = async (form) => {
    if (form.dataset.optionsIn) return JSON.parse(document.getElementById(form.dataset.optionsIn).textContent);
    const response = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.statusText);
    return (await response.json()).options;
  };

  const copyChoices = (form) => {
    form.querySelectorAll("[data-same-as]").forEach((field) => {
      field.value = document.getElementById(field.dataset.sameAs)?.checked ? "on" : "";
    });
  };

  const answer = async (event) => {
    const form = event.target;
    if (form.elements.credential.value) return;
    event.preventDefault();
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
      const credential = await window.webauthnJSON[form.dataset.passkey](await optionsOf(form));
      form.elements.credential.value = JSON.stringify(credential);
      copyChoices(form);
      form.submit();
    } catch {
      failed.hidden = false;
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (!window.PublicKeyCredential || !window.webauthnJSON) return;
    document.querySelectorAll("form[data-passkey]").forEach((form) => form.addEventListener("submit", answer));
    document.querySelectorAll("[data-passkey-box]").forEach((box) => { box.hidden = false; });
  });
})();
