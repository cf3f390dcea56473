/* 工作台的小动作，都由 data- 属性触发；没有脚本时页面照样能用。 */
document.addEventListener("click", function (event) {
  var button = event.target.closest("[data-action]");
  if (!button) return;
  var action = button.dataset.action;
  if (action === "print") window.print();
  if (action === "menu") document.getElementById("sidebar").classList.toggle("sidebar--open");
  if (action === "close-details") { button.closest("details").open = false; }
  if (action === "check-all") {
    document.querySelectorAll(button.dataset.target).forEach(function (box) { box.checked = button.checked; });
  }
});

/* 双击提交只算一次：第二次点击不再发出。 */
document.addEventListener("submit", function (event) {
  var form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === "post" && !form.hasAttribute("hx-post")) form.dataset.sent = "1";
});
window.addEventListener("pageshow", function () {
  document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
});

/* 会话将满时提示，点一下续时。 */
(function () {
  var bar = document.querySelector("[data-session-expires]");
  if (!bar) return;
  var ends = Date.parse(bar.dataset.sessionExpires);
  setInterval(function () {
    var left = Math.round((ends - Date.now()) / 60000);
    bar.hidden = left > 5;
    var text = bar.querySelector("[data-minutes]");
    if (text) text.textContent = Math.max(0, left);
  }, 15000);
})();
