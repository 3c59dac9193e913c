// The demo's two chats: draws what the bot's side shows, and passes on what is typed and tapped. No HTML from anybody.
"use strict";
(() => {
  const make = (name, given = {}, ...inside) => {
    const one = Object.assign(document.createElement(name), given);
    one.append(...inside.filter((part) => part !== null));
    return one;
  };
  const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "code", blockquote: "q" };
  const send = (path, body) => fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

  const status = document.getElementById("etat");
  const ambiance = document.getElementById("ambiance");
  const dark = (on) => {
    document.documentElement.dataset.theme = on ? "dark" : "light";
    ambiance.setAttribute("aria-pressed", String(on));
  };
  const kept = localStorage.getItem("ambiance");
  dark(kept ? kept === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  ambiance.onclick = () => {
    dark(document.documentElement.dataset.theme !== "dark");
    localStorage.setItem("ambiance", document.documentElement.dataset.theme);
  };

  const phone = (name) => {
    const root = document.getElementById(name);
    const log = root.querySelector(".log"), form = root.querySelector("form"), field = form.querySelector("textarea");
    const notice = root.querySelector(".notice"), replying = root.querySelector(".replying");
    const drawn = new Map();
    let replyTo = null, told = null, fading = 0, newest = 0;

    const tell = (text) => {
      notice.textContent = text;
      notice.hidden = false;
      clearTimeout(fading);
      fading = setTimeout(() => { notice.hidden = true; }, 6000);
    };
    const answer = (message, focus) => {
      replyTo = message ? message.id : null;
      replying.hidden = !message;
      replying.querySelector("q").textContent = message ? message.text.map((one) => one.text).join("").slice(0, 80) : "";
      if (focus) field.focus();
    };
    const say = async (text) => {
      root.classList.add("waiting");
      const reply_to = replyTo;
      answer(null, false);
      if (!(await send("/demo/dire", { chat: name, text, reply_to })).ok) tell("Ce message n’est pas parti.");
    };
    const tap = async (message, choice) => {
      root.classList.add("waiting");
      if (!(await send("/demo/toucher", { chat: name, message, choice })).ok) tell("Ce bouton n’est plus là.");
    };
    const follow = (link) => link.start !== undefined ? say(`/start ${link.start}`.trim()) : tell("Dans Telegram, ceci ouvrirait un autre chat.");

    const written = ({ text, kinds, link }) => {
      const tag = kinds.map((kind) => TAGS[kind]).find(Boolean);
      const shown = tag ? make(tag, {}, text) : document.createTextNode(text);
      if (kinds.includes("bot_command") && !link) return make("button", { type: "button", className: "inline", onclick: () => say(text) }, shown);
      if (!link) return shown;
      if (link.url) return make("a", { href: link.url, target: "_blank", rel: "noopener noreferrer" }, shown);
      return make("button", { type: "button", className: "inline", onclick: () => follow(link) }, shown);
    };
    const key = (message, { label, tap: choice, link }) => {
      if (choice !== undefined) return make("button", { type: "button", onclick: () => tap(message.id, choice) }, label);
      if (link && link.url) return make("a", { href: link.url, target: "_blank", rel: "noopener noreferrer" }, label);
      return make("button", { type: "button", onclick: () => follow(link || {}) }, label);
    };
    const draw = (message) => {
      const bubble = make("div", { className: "bubble" },
        message.mine ? null : make("b", { className: "name" }, message.name),
        message.answered ? make("q", { className: "answered" }, message.answered) : null,
        message.photo ? make("img", { src: `/demo/fichier/${message.photo}`, alt: message.text.map((one) => one.text).join("") || "Image du bot" }) : null,
        message.document ? make("a", { href: `/demo/fichier/${message.document.id}`, download: message.document.name }, message.document.name || "Fichier") : null,
        make("p", {}, ...message.text.map(written)),
        make("small", {}, make("span", {}, `${message.edited ? "modifié, " : ""}${message.time}`),
          message.mine ? null : make("button", { type: "button", className: "reply", onclick: () => answer(message, true) }, "Répondre")));
      bubble.querySelector(".reply")?.setAttribute("aria-label", `Répondre au message de ${message.name}, ${message.time}`);
      const rows = message.buttons.map((row) => make("div", { className: "keys" }, ...row.map((one) => key(message, one))));
      const article = make("article", { className: message.mine ? "mine" : "theirs", tabIndex: -1 }, bubble, ...rows);
      article.setAttribute("aria-label", `${message.mine ? "Vous" : message.name}, ${message.time}`);
      return article;
    };
    const show = ({ messages, notices }) => {
      const below = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
      const ids = new Set(messages.map((one) => one.id));
      for (const [id, one] of drawn) if (!ids.has(id)) { one.article.remove(); drawn.delete(id); }
      let latest = null;
      for (const message of messages) {
        const as = JSON.stringify(message), old = drawn.get(message.id);
        if (old && old.as === as) continue;
        const article = draw(message);
        if (old) {
          const inside = old.article.contains(document.activeElement);
          old.article.replaceWith(article);
          if (inside) article.focus();
        } else {
          log.append(article);
          latest = article;
        }
        drawn.set(message.id, { as, article });
        if (!message.mine) root.classList.remove("waiting");
        if (!old && message.asks && message.id > newest) answer(message, root.contains(document.activeElement));
      }
      newest = Math.max(newest, ...ids);
      if (latest || below) log.scrollTop = log.scrollHeight;
      if (latest && latest.offsetHeight > log.clientHeight) log.scrollTop = latest.offsetTop - log.offsetTop;
      if (told !== null) for (const text of notices.slice(told)) { tell(text); root.classList.remove("waiting"); }
      told = notices.length;
    };

    replying.querySelector("button").onclick = () => answer(null, true);
    form.onsubmit = (event) => {
      event.preventDefault();
      const text = field.value.trim();
      field.value = "";
      field.focus();
      if (text) say(text);
    };
    field.onkeydown = (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
      if (event.key === "Escape") answer(null, true);
    };
    return { show, say };
  };

  const phones = { personne: phone("personne"), equipe: phone("equipe") };
  for (const one of document.querySelectorAll(".try")) one.onclick = () => phones.personne.say(one.textContent);

  let entries = null;
  const views = new EventSource("/demo/suite");
  views.onmessage = ({ data }) => {
    const view = JSON.parse(data);
    for (const [name, one] of Object.entries(phones)) one.show(view.chats[name]);
    if (entries !== view.entries) status.textContent = `La FAQ compte ${view.entries} fiches${entries !== null && view.entries > entries ? " : une nouvelle vient d’y entrer" : ""}.`;
    entries = view.entries;
  };
  views.onerror = () => { status.textContent = "Le bot ne répond plus : relancez « make demo »."; entries = null; };
})();
