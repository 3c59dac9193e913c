// Shows what others do without a reload by hand; what somebody is typing is never lost.
"use strict";
(() => {
  const body = document.body;
  if (!body.dataset.stamp) return;
  const news = document.getElementById("nouveau");
  const typed = () => [...document.querySelectorAll("textarea, input:not([type=hidden])")].some((one) => one.value !== one.defaultValue);
  const refresh = async () => {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok) { location.reload(); return; }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const focused = document.activeElement && document.activeElement.id;
    document.querySelector("main").replaceWith(fresh.querySelector("main"));
    body.dataset.stamp = fresh.body.dataset.stamp || body.dataset.stamp;
    if (focused && document.getElementById(focused)) document.getElementById(focused).focus();
  };
  const look = async () => {
    try {
      const answer = await fetch("/questions/etat", { credentials: "same-origin" });
      if (!answer.ok) return;
      const { stamp } = await answer.json();
      if (stamp === body.dataset.stamp) return;
      if (typed() || document.querySelector(".preview form, form .preview")) { news.hidden = false; return; }
      await refresh();
    } catch { /* the next look will tell */ }
  };
  setInterval(look, 4000);
})();
