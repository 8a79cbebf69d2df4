/* The row of buttons: one stop for Tab, then the arrow keys. */

import { toggleMark } from "prosemirror-commands";
import { redo, redoDepth, undo, undoDepth } from "prosemirror-history";
import { Plugin } from "prosemirror-state";

import { openVideo } from "./cards.js";
import {
  headingActive, inQuote, indent, insertRule, listAt, markActive, outdent, toggleHeading, toggleList, toggleQuote,
} from "./commands.js";
import { el, icon } from "./dom.js";
import { addColumn, addRow, headed, inTable, insertTable, removeColumn, removeRow, removeTable, toggleHeads } from "./grid.js";
import { canLink, linkActive, openLink } from "./links.js";
import { canNote, noteSelected, openNote } from "./notes.js";
import { schema } from "./schema.js";
import { words } from "./words.js";

const { marks, nodes } = schema;

const mark = (type) => ({
  run: toggleMark(type),
  active: (state) => markActive(state, type),
});
const list = (type) => ({ run: toggleList(type), active: (state) => listAt(state) === type });
const heading = (level) => ({ run: toggleHeading(level), active: (state) => headingActive(state, level) });

function tools(pictures) {
  return [
    { label: words.strong, ...mark(marks.strong), keys: "Ctrl+B", icon: ["M7 5h6a3.5 3.5 0 0 1 0 7H7z", "M7 12h7a3.5 3.5 0 0 1 0 7H7z"] },
    { label: words.em, ...mark(marks.em), keys: "Ctrl+I", icon: ["M11 5h7", "M6 19h7", "M14.5 5l-5 14"] },
    { label: words.heading, ...heading(2), icon: ["M5 9V5h14v4", "M12 5v14", "M9 19h6"] },
    { label: words.subheading, ...heading(3), icon: ["M8 12v-2h8v2", "M12 10v9", "M10.5 19h3"] },
    { label: words.bulletList, ...list(nodes.bullet_list), icon: ["M9 6h11", "M9 12h11", "M9 18h11", "M4.5 6h.01", "M4.5 12h.01", "M4.5 18h.01"] },
    { label: words.orderedList, ...list(nodes.ordered_list), icon: ["M10 6h10", "M10 12h10", "M10 18h10", "M4 4l1.5-.8V9", "M3.5 14.5a1.5 1.5 0 1 1 2.6 1L3.5 19h3"] },
    { label: words.outdent, run: outdent, keys: "Ctrl+[", shown: listAt, icon: ["M11 6h9", "M11 12h9", "M11 18h9", "M7 9l-3 3 3 3"] },
    { label: words.indent, run: indent, keys: "Ctrl+]", shown: listAt, icon: ["M11 6h9", "M11 12h9", "M11 18h9", "M4 9l3 3-3 3"] },
    { label: words.quote, run: toggleQuote, active: inQuote, icon: ["M11 7l-5 5 5 5", "M18 7l-5 5 5 5"] },
    { label: words.link, active: linkActive, keys: "Ctrl+K", run: (state, dispatch, view) => canLink(state) && (!dispatch || openLink(view)),
      icon: ["M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7", "M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17"] },
    { label: words.note, active: noteSelected, keys: "Ctrl+Alt+F",
      run: (state, dispatch, view) => canNote(state) && (!dispatch || openNote(view)),
      icon: ["M4 8h9", "M4 13h9", "M4 18h6", "M17 5l2-1v7"] },
    pictures && { label: words.picture, run: (state, dispatch, view) => { if (dispatch) pictures.add(view); return true; },
      icon: ["M4 5h16v14H4z", "M4 16l5-5 4 4 2.5-2.5L20 17", "M15.5 8.5h.01"] },
    { label: words.video, run: (state, dispatch, view) => { if (dispatch) openVideo(view); return true; },
      icon: ["M4 5h16v14H4z", "M10 9l5 3-5 3z"] },
    { label: words.table, run: insertTable, icon: ["M4 5h16v14H4z", "M4 10h16", "M4 14.5h16", "M12 5v14"] },
    { label: words.addRow, run: addRow, shown: inTable, icon: ["M4 5h16v6H4z", "M12 15v6", "M9 18h6"] },
    { label: words.addColumn, run: addColumn, shown: inTable, icon: ["M4 4h6v16H4z", "M14 12h6", "M17 9v6"] },
    { label: words.removeRow, run: removeRow, shown: inTable, icon: ["M4 5h16v6H4z", "M9 18h6"] },
    { label: words.removeColumn, run: removeColumn, shown: inTable, icon: ["M4 4h6v16H4z", "M14 12h6"] },
    { label: words.tableHeads, run: toggleHeads, active: headed, shown: inTable, icon: ["M4 5h16v14H4z", "M4 10h16", "M7 7.5h10"] },
    { label: words.removeTable, run: removeTable, shown: inTable, icon: ["M4 5h16v14H4z", "M9 9l6 6", "M15 9l-6 6"] },
    { label: words.rule, run: insertRule, icon: ["M4 12h16"] },
    { label: words.undo, run: undo, keys: "Ctrl+Z", enabled: (state) => undoDepth(state) > 0, icon: ["M8 5L4 9l4 4", "M4 9h10a5 5 0 0 1 0 10h-3"] },
    { label: words.redo, run: redo, keys: "Ctrl+Y", enabled: (state) => redoDepth(state) > 0, icon: ["M16 5l4 4-4 4", "M20 9H10a5 5 0 0 0 0 10h3"] },
  ].filter(Boolean);
}

/* Return the bar and the plugin that keeps it true. */
export function makeToolbar(textId, pictures) {
  let view = null;
  const items = tools(pictures).map((tool) => {
    const { label } = tool;
    const button = el("button", {
      type: "button",
      class: "editor__tool",
      "aria-label": label,
      title: tool.keys ? `${label} (${tool.keys})` : label,
      "aria-keyshortcuts": tool.keys && tool.keys.replace("Ctrl", "Control"),
      "aria-pressed": tool.active && "false",
      tabindex: "-1",
      click(event) {
        if (button.getAttribute("aria-disabled") === "true") return;
        // A tap goes back to the text; the keyboard stays on the bar.
        if (event.detail) view.focus();
        tool.run(view.state, view.dispatch, view);
      },
    }, icon(...tool.icon));
    return { ...tool, button };
  });
  const bar = el(
    "div",
    { class: "editor__toolbar", role: "toolbar", "aria-label": words.toolbar, "aria-controls": textId,
      mousedown: (event) => event.preventDefault(), keydown: onKey, focusin: (event) => rove(event.target) },
    ...items.map(({ button }) => button),
  );
  const shown = () => items.map(({ button }) => button).filter((button) => !button.hidden);
  items[0].button.tabIndex = 0;

  function rove(to) {
    for (const { button } of items) button.tabIndex = button === to ? 0 : -1;
  }

  function onKey(event) {
    const buttons = shown();
    const at = buttons.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (at < 0 || next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    buttons.at(next % buttons.length).focus();
  }

  function update({ state }) {
    for (const { button, run, active, enabled, shown: isShown } of items) {
      if (active) button.setAttribute("aria-pressed", String(active(state)));
      if (isShown) {
        const hide = !isShown(state);
        if (hide && button.tabIndex === 0) rove(items[0].button);
        if (hide && document.activeElement === button) items[0].button.focus();
        button.hidden = hide;
      }
      const can = enabled ? enabled(state) : run(state, null, view);
      if (can) button.removeAttribute("aria-disabled");
      else button.setAttribute("aria-disabled", "true");
    }
  }

  const plugin = new Plugin({
    view(editor) {
      view = editor;
      update(editor);
      return { update };
    },
  });
  return { bar, plugin };
}
