// 工作台的小动作，全由 data- 属性接线；没有脚本时每一处都仍可用。
(function () {
  const closest = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);
  const each = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);

  const actions = {
    print: () => window.print(),
    open: (link, event) => {
      event.preventDefault();
      document.querySelector(link.getAttribute("href")).showModal();
    },
    "close-dialog": (link, event) => {
      if (!link.closest("dialog[open]")) return;
      event.preventDefault();
      link.closest("dialog").close();
    },
    adopt: (button, event, { target, value } = button.dataset) => {
      each(`[name="${target}"]`, (i) => (/checkbox|radio/.test(i.type) ? (i.checked = value.split("|").includes(i.value)) : (i.value = value)));
      each("[data-action=adopt]", (other) => other.classList.toggle("button--primary", other === button), button.closest("tr"));
    },
    "check-all": (box) => each(box.dataset.target, (other) => (other.checked = box.checked && !other.disabled)),
    copy: async (button) => {
      await navigator.clipboard.writeText(document.querySelector(button.dataset.target).textContent.trim());
      button.textContent = "已复制";
    },
  };

  document.addEventListener("click", (event) => {
    const part = closest(event, "[data-action]");
    if (part && actions[part.dataset.action]) actions[part.dataset.action](part, event);
    each("[data-menu][open]", (menu) => (menu.open = menu.contains(event.target)));
  });

  document.addEventListener("keydown", (event) => {
    const link = event.key === " " && closest(event, "a[role=button]");
    const box = event.key === "/" && !event.ctrlKey && !event.altKey && !closest(event, "input, textarea, select") && document.querySelector("[data-search]");
    if (link || box) event.preventDefault();
    if (link) link.click();
    if (box) box.focus();
    if (event.key === "Escape") each("[data-menu][open]", (menu) => (menu.open = false));
  });

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form) return;
    const chosen = form.querySelectorAll("[data-check]:checked").length;
    each("[data-check-count]", (place) => (place.textContent = chosen), form);
    if (form.matches("[data-autosubmit]") && event.target.matches("select")) form.requestSubmit();
  });

  // 连点两下只提交一次；后退回来的旧页面可以再交。
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) event.preventDefault();
    else if (form.method === "post" && !form.matches("[hx-post], [data-grid], [data-session] form")) form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => each("form[data-sent]", (form) => delete form.dataset.sent));

  window.addEventListener("beforeprint", () => each("[data-print-time]", (place) => {
    place.textContent = new Date().toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false });
  }));

  // 自动保存失败要让人看见。
  document.addEventListener("htmx:sendError", () => each("#saved", (place) => {
    place.textContent = "没有保存：网络不通，请勿关闭页面";
    place.classList.add("saved--failed");
  }));
})();
