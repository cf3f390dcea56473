// 评分表：方向键、整块粘贴、成批自动保存。形状见 templates/components/grid.html。
(function () {
  "use strict";
  const DELAY = 600;

  class Grid {
    constructor(form) {
      this.form = form;
      this.status = form.querySelector("[data-grid-status]");
      this.dirty = new Set();
      this.lines = [...form.querySelectorAll("tr[data-row]")].map((row) => [...row.querySelectorAll("input[data-column]")]);
      this.inputs = this.lines.flat();
      this.inputs.forEach((input) => (input.dataset.stored = input.defaultValue));
      form.addEventListener("keydown", (event) => this.move(event));
      form.addEventListener("paste", (event) => this.paste(event));
      form.addEventListener("change", (event) => this.mark(event.target));
      form.addEventListener("submit", (event) => (event.preventDefault(), this.save()));
      window.addEventListener("online", () => this.save());
      window.addEventListener("beforeunload", (event) => {
        if (this.dirty.size) event.preventDefault();
      });
      // 网慢时人已经动手改了，脚本才到：那几格照样保存。
      this.inputs.forEach((input) => this.mark(input));
    }

    place(input) {
      const row = this.lines.findIndex((line) => line.includes(input));
      return row < 0 ? null : { row, column: this.lines[row].indexOf(input) };
    }

    move(event) {
      const from = this.place(event.target);
      if (!from || event.isComposing) return;
      const { selectionStart, selectionEnd, value } = event.target;
      const whole = selectionStart === 0 && selectionEnd === value.length;
      const step = {
        ArrowUp: [-1, 0],
        ArrowDown: [1, 0],
        Enter: [event.shiftKey ? -1 : 1, 0],
        ArrowLeft: whole || selectionEnd === 0 ? [0, -1] : null,
        ArrowRight: whole || selectionStart === value.length ? [0, 1] : null,
      }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = (this.lines[from.row + step[0]] || [])[from.column + step[1]];
      if (next) {
        next.focus();
        next.select();
      }
    }

    paste(event) {
      const text = event.clipboardData.getData("text").replace(/\r?\n$/, "");
      const from = this.place(event.target);
      if (!from || !/[\t\n]/.test(text)) return;
      event.preventDefault();
      text.split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((value, right) => {
        const input = (this.lines[from.row + down] || [])[from.column + right];
        if (!input) return;
        input.value = value.trim();
        this.mark(input);
      }));
    }

    mark(input) {
      if (!this.place(input) || input.value === input.dataset.stored) return;
      this.dirty.add(input);
      this.show(input, "saving");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), DELAY);
    }

    async save() {
      if (!this.dirty.size || this.busy) return;
      this.busy = true;
      // 一行的几格互为条件（扣了分要有原因），所以没存成的同行各格一起再送。
      const rows = new Set([...this.dirty].map((input) => input.closest("tr")));
      const again = (input) => rows.has(input.closest("tr")) && input.value !== input.dataset.stored;
      const sent = this.inputs.filter((input) => this.dirty.has(input) || again(input)).map((input) => ({ input, value: input.value }));
      this.say("正在保存…");
      try {
        this.settle(sent, await this.post(sent));
      } catch (problem) {
        this.say(problem.message === "refused" ? "没有保存：请刷新页面后重试" : "没有保存：网络不通，恢复后自动重试", true);
      }
      this.busy = false;
    }

    async post(sent) {
      const cells = sent.map(({ input, value }) => ({
        row: input.closest("tr").dataset.row, column: input.dataset.column, value, version: Number(input.dataset.version),
      }));
      const token = this.form.querySelector("[name=csrfmiddlewaretoken]").value;
      const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
      const response = await fetch(this.form.dataset.grid, { method: "POST", headers, body: JSON.stringify({ cells }) });
      if (!response.ok || response.redirected) throw new Error("refused");
      return response.json();
    }

    settle(sent, answer) {
      let failed = 0;
      answer.cells.forEach((cell) => {
        const found = sent.find(({ input }) => input.dataset.column === cell.column && input.closest("tr").dataset.row === cell.row);
        if (!found) return;
        failed += cell.status !== "saved";
        if (found.input.value === found.value) this.dirty.delete(found.input);
        if (cell.status === "saved") this.store(found.input, cell);
        this.show(found.input, cell.status, cell);
      });
      (answer.rows || []).forEach(({ row, explain }) => {
        this.form.querySelector(`tr[data-row="${CSS.escape(row)}"] [data-explain]`).textContent = explain;
      });
      Object.entries(answer.total || {}).forEach(([name, text]) => (document.querySelector(`[data-grid-${name}]`).textContent = text));
      const now = new Date().toTimeString().slice(0, 5);
      this.say(failed ? `${failed} 格没有保存，请看标色的格` : `已保存 ${now}`, failed > 0);
    }

    store(input, cell) {
      if (!this.dirty.has(input)) input.value = cell.value ?? "";
      input.dataset.stored = cell.value ?? "";
      input.dataset.version = cell.version;
    }

    show(input, state, cell = {}) {
      const place = input.closest("td");
      place.className = place.className.replace(/ is-(saving|saved|conflict|error)/g, "") + ` is-${state}`;
      place.querySelectorAll(".grid__message").forEach((old) => old.remove());
      input.toggleAttribute("aria-invalid", state === "error");
      if (!cell.message || state === "saved") return;
      const note = document.createElement("span");
      note.className = "grid__message";
      note.setAttribute("role", "alert");
      note.append(cell.message);
      if (state === "conflict") note.append(this.choice(input, cell, "采用我的", input.value), this.choice(input, cell, "采用对方", cell.value));
      place.append(note);
    }

    choice(input, cell, label, value) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button button--small", textContent: label });
      button.addEventListener("click", () => {
        this.store(input, cell);
        input.value = value ?? "";
        this.show(input, "saved");
        this.mark(input);
        input.focus();
      });
      return button;
    }

    say(words, failed = false) {
      this.status.textContent = words;
      this.status.classList.toggle("saved--failed", failed);
    }
  }

  document.querySelectorAll("[data-grid]").forEach((form) => new Grid(form));
})();
