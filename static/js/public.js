// 公开专栏：字号、长者模式、打印、关闭。选择记在本机（localStorage），不设 Cookie。
(function () {
  "use strict";
  const root = document.documentElement;
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);
  const recall = (key) => {
    try { return localStorage.getItem(key) || ""; } catch { return ""; }
  };
  const keep = (key, value) => {
    try { localStorage.setItem(key, value); } catch { /* 浏览器禁用了存储：只在本页有效 */ }
  };
  const state = { size: recall("size"), elder: recall("elder") };

  function apply() {
    root.classList.toggle("size-large", state.size === "large");
    root.classList.toggle("size-small", state.size === "small");
    root.classList.toggle("elder", state.elder === "1");
    each("[data-action=size]", (button) => button.setAttribute("aria-pressed", button.dataset.size === state.size));
    each("[data-action=elder]", (button) => button.setAttribute("aria-pressed", state.elder === "1"));
  }

  function set(key, value) {
    state[key] = value;
    keep(key, value);
    apply();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-action]");
    const action = button && button.dataset.action;
    if (action === "size") set("size", button.dataset.size);
    if (action === "elder") set("elder", state.elder === "1" ? "" : "1");
    if (action === "print") window.print();
    if (action !== "close") return;
    window.close(); // 只有脚本打开的窗口关得掉；关不掉就退回上一页。
    history.back();
  });

  window.addEventListener("beforeprint", () => each("[data-print-time]", (place) => {
    place.textContent = new Date().toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false });
  }));
  each("[data-needs-script]", (part) => (part.hidden = false));
  apply();
})();
