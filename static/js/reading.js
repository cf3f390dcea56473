// 公开页面：字号、长者模式、打印、关闭。选择记在本机（localStorage），不用 Cookie。
(function () {
  "use strict";
  const root = document.documentElement;
  const SIZES = ["size-large", "size-small"];
  const remembered = (key) => {
    try { return localStorage.getItem(key) || ""; } catch { return ""; }
  };
  const remember = (key, value) => {
    try { localStorage.setItem(key, value); } catch { /* 浏览器禁用了存储：只在本页有效 */ }
  };
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

  function apply(size, elder) {
    root.classList.remove(...SIZES);
    if (size) root.classList.add(size);
    root.classList.toggle("elder", elder);
    each("[data-size]", (button) => button.setAttribute("aria-pressed", button.dataset.size === size));
    each("[data-elder]", (button) => {
      button.setAttribute("aria-pressed", elder);
      button.textContent = elder ? "退出长者模式" : "长者模式";
    });
  }

  let size = remembered("size");
  let elder = remembered("elder") === "1";
  apply(size, elder);
  each("[data-sizes], [data-elder], [data-print], [data-close-window]", (part) => (part.hidden = false));
  each("[data-size]", (button) => button.addEventListener("click", () => {
    remember("size", (size = button.dataset.size));
    apply(size, elder);
  }));
  each("[data-elder]", (button) => button.addEventListener("click", () => {
    elder = !elder;
    remember("elder", elder ? "1" : "");
    apply(size, elder);
  }));
  each("[data-print]", (button) => button.addEventListener("click", () => window.print()));
  // 只有脚本打开的窗口关得掉；关不掉就退回上一页。
  each("[data-close-window]", (button) => button.addEventListener("click", () => {
    window.close();
    history.back();
  }));
  window.addEventListener("beforeprint", () => each("[data-print-time]", (place) => {
    place.textContent = new Date().toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false });
  }));
})();
