/* Notes as other programs keep them: two links that lead to each other. The same
   rules as articles/foreign_notes.py. */

const BLOCKS = "p, li, dd, dt, div, section, aside, td, th, blockquote, h1, h2, h3, h4, h5, h6";
const CALL = /^(?:notes? ?)?[[(]?(?:\d{1,4}|[a-z]{1,4}|[*†‡§]{1,4})[\])]?$/i;
const LONGEST_BACK = 20;
const MARKER = /^[ \t\r\n\u00a0[\]()↑^.]+/;

/* Bring each note to its first call, as <fn>. */
export function gatherNotes(root) {
  const links = [...root.querySelectorAll('a[href*="#"]')];
  if (!links.length) return;
  const pairs = pairsOf(links, namedIn(root), root);
  for (const [block, { call, back }] of pairs) {
    for (const link of back) link.replaceWith(" ");
    stripMarker(block);
    stripBrackets(call);
    const note = root.ownerDocument.createElement("fn");
    note.append(...block.childNodes);
    call.replaceWith(note);
    block.remove();
  }
  if (pairs.size) stripRule(root);
}

function namedIn(root) {
  const named = new Map();
  for (const node of root.querySelectorAll("[id], a[name]")) {
    for (const name of [node.id, node.localName === "a" && node.getAttribute("name")]) {
      if (name && !named.has(name)) named.set(name, node);
    }
  }
  return named;
}

const follows = (one, other) =>
  Boolean(other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
const words = (node) => node.textContent.trim().split(/\s+/).join(" ");

function pairsOf(links, named, root) {
  const within = (node) => {
    const found = node.closest(BLOCKS);
    return found && found !== root && root.contains(found) ? found : null;
  };
  const blockOf = (node) => {
    const block = within(node);
    const around = block && block.parentElement;
    const several = around && around !== root && around.matches("div[id], li[id]");
    return several && block.localName === "p" && around.firstElementChild === block ? around : block;
  };
  const backward = new Map();
  const forward = [];
  for (const link of links) {
    const end = named.get(link.getAttribute("href").replace(/^[^#]*#/, ""));
    if (!end) continue;
    if (follows(link, end)) {
      for (let around = link; around && around !== root; around = around.parentElement) {
        backward.set(around, [...(backward.get(around) || []), { link, to: within(end) || end }]);
      }
    } else if (end !== link && CALL.test(words(link))) {
      forward.push({ call: link, end, block: blockOf(end) });
    }
  }
  const ends = new Map();
  for (const { block, end } of forward) ends.set(block, (ends.get(block) || new Set()).add(end));
  const pairs = new Map();
  for (const { call, block } of forward) {
    if (!block || ends.get(block).size > 1 || pairs.has(block) || block.contains(call)) continue;
    const here = backward.get(block) || [];
    if (!here.some(({ to }) => to === (within(call) || call))) continue;
    const back = here.map(({ link }) => link).filter((link) => words(link).length <= LONGEST_BACK);
    pairs.set(block, { call, back });
  }
  return pairs;
}

/* What stood around the link back: brackets, an arrow, a point. */
function stripMarker(block) {
  const walker = block.ownerDocument.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    walker.currentNode.data = walker.currentNode.data.replace(MARKER, "");
    if (walker.currentNode.data) return;
  }
}

/* The brackets around a call: [1]. */
function stripBrackets(call) {
  const { previousSibling: before, nextSibling: after } = call;
  if (!before || !after || before.nodeType !== Node.TEXT_NODE || after.nodeType !== Node.TEXT_NODE) return;
  if (!/[[(]\s*$/.test(before.data) || !/^\s*[\])]/.test(after.data)) return;
  before.data = before.data.replace(/[[(]\s*$/, "").replace(/\u00a0+$/, "");
  after.data = after.data.replace(/^\s*[\])]/, "");
}

/* The rule that stood above the notes, now at the end. */
function stripRule(root) {
  const rules = [...root.querySelectorAll("hr")];
  for (const rule of rules.reverse()) {
    const rest = root.ownerDocument.createRange();
    rest.setStartAfter(rule);
    rest.setEndAfter(root.lastChild);
    if (rest.toString().trim()) return;
    rule.remove();
  }
}
