/* 公开专栏：字号、长者模式、打印、关闭。偏好只存在浏览器本地，不设 Cookie。 */
(function () {
  var root = document.body;
  function read(name) { try { return localStorage.getItem(name); } catch (e) { return null; } }
  function write(name, value) { try { localStorage.setItem(name, value); } catch (e) { /* 无痕模式 */ } }
  if (read("elder") === "1") root.classList.add("public--elder");
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-action]");
    if (!button) return;
    var action = button.dataset.action, article = document.querySelector(".article");
    if (action === "print") window.print();
    if (action === "close") { window.close(); if (!window.closed) history.back(); }
    if (action === "elder") { event.preventDefault(); write("elder", root.classList.toggle("public--elder") ? "1" : "0"); }
    if (action === "size" && article) {
      article.classList.remove("article--large", "article--small");
      if (button.dataset.size) article.classList.add("article--" + button.dataset.size);
    }
  });
})();
