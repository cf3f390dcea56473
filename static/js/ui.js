// 页面的小动作，全由 data- 属性接线；没有脚本时每一处都仍可用。
(function () {
  "use strict";
  const closest = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

  function openDialog(link) {
    const dialog = document.querySelector(link.getAttribute("href"));
    if (!dialog || !dialog.showModal) return false;
    dialog.showModal();
    return true;
  }

  function adopt(button) {
    const field = document.getElementById(button.dataset.adopt);
    if (!field) return;
    field.value = button.dataset.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    button.closest("tr").querySelectorAll("[data-adopt]").forEach((other) => other.classList.remove("button--primary"));
    button.classList.add("button--primary");
  }

  async function copy(button) {
    const source = document.querySelector(button.dataset.copy);
    await navigator.clipboard.writeText(source.textContent.trim());
    button.textContent = "已复制";
  }

  function count(form) {
    const chosen = form.querySelectorAll("[data-check]:checked").length;
    form.querySelectorAll("[data-check-count]").forEach((place) => (place.textContent = chosen));
  }

  document.addEventListener("click", (event) => {
    const opener = closest(event, "[data-opens]");
    if (opener && openDialog(opener)) event.preventDefault();
    const closer = closest(event, "[data-closes]");
    if (closer && closer.closest("dialog[open]")) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
    const adopter = closest(event, "[data-adopt]");
    if (adopter) adopt(adopter);
    const copier = closest(event, "[data-copy]");
    if (copier) copy(copier);
    if (closest(event, "[data-print]")) window.print();
    document.querySelectorAll("[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  document.addEventListener("keydown", (event) => {
    const link = event.key === " " && closest(event, "a[role=button]");
    if (link) {
      event.preventDefault();
      link.click();
    }
    if (event.key === "Escape") document.querySelectorAll("[data-menu][open]").forEach((menu) => (menu.open = false));
  });

  document.addEventListener("change", (event) => {
    const all = closest(event, "[data-check-all]");
    if (all) all.form.querySelectorAll("[data-check]:not(:disabled)").forEach((box) => (box.checked = all.checked));
    if (all || closest(event, "[data-check]")) count(event.target.form);
    const filters = closest(event, "[data-autosubmit]");
    if (filters && event.target.matches("select")) filters.requestSubmit();
  });

  // 连点两下只提交一次。
  document.addEventListener("submit", (event) => {
    const form = closest(event, "[data-once]");
    if (form) setTimeout(() => form.querySelectorAll("[type=submit]").forEach((button) => (button.disabled = true)));
  });

  // 后退时浏览器会端出旧页面，按钮要能再点。
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.querySelectorAll("[data-once] [type=submit]").forEach((button) => (button.disabled = false));
  });

  window.addEventListener("beforeprint", () => {
    const now = new Date().toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false });
    document.querySelectorAll("[data-print-time]").forEach((place) => (place.textContent = now));
  });

  // 自动保存失败要让人看见。
  document.addEventListener("htmx:sendError", () => {
    const place = document.getElementById("saved");
    if (place) {
      place.textContent = "没有保存：网络不通，请勿关闭页面";
      place.classList.add("saved--failed");
    }
  });
})();
