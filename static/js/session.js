// 会话到期提醒：剩五分钟时出现，可以续期；到期后说明怎样不丢内容。
(function () {
  "use strict";
  const panel = document.querySelector("[data-session]");
  if (!panel) return;
  const text = panel.querySelector("[data-session-text]");
  const form = panel.querySelector("form");
  const WARNING = 5 * 60;
  let expires = Date.parse(panel.dataset.expires);

  function tick() {
    const left = Math.round((expires - Date.now()) / 1000);
    panel.hidden = left > WARNING;
    if (left > 0) text.textContent = `${Math.ceil(left / 60)} 分钟后将因未操作退出登录。`;
    else text.textContent = "登录已到期。请先复制尚未保存的内容，再重新登录。";
    form.hidden = left <= 0;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const response = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
    const until = response && response.headers.get("X-Session-Expires-At");
    if (until) expires = Date.parse(until);
    else if (response) expires = 0;
    tick();
  });

  tick();
  setInterval(tick, 15000);
})();
