/* Marks of light text, and French typography, while writing. */

import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";

import { schema } from "./schema.js";

const { nodes } = schema;
const NBSP = "\u00a0";
const NARROW = "\u202f";

const blocks = [
  wrappingInputRule(/^\s*[-*]\s$/, nodes.bullet_list),
  wrappingInputRule(/^\s*1[.)]\s$/, nodes.ordered_list, null, () => false),
  wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
  textblockTypeInputRule(/^##\s$/, nodes.heading, { level: 2 }),
  textblockTypeInputRule(/^###\s$/, nodes.heading, { level: 3 }),
];

function wordsBefore(state, pos) {
  const $pos = state.doc.resolve(pos);
  return $pos.parent.textBetween(0, $pos.parentOffset, null, "\n");
}

const french = [
  new InputRule(/"$/, (state, match, start, end) => {
    const before = wordsBefore(state, start);
    if (before.lastIndexOf("«") > before.lastIndexOf("»")) {
      const from = /[ \u00a0\u202f]$/.test(before) ? start - 1 : start;
      return state.tr.insertText(`${NBSP}»`, from, end);
    }
    // After a letter or a figure it is not an opening: 12" is a length.
    if (!/(^|[\s([{’'—–-])$/.test(before)) return null;
    return state.tr.insertText(`«${NBSP}`, start, end);
  }),
  new InputRule(/'$/, (state, match, start, end) => state.tr.insertText("’", start, end)),
  // A space typed before these becomes one that ends no line.
  new InputRule(/ ([;!?:»])$/, (state, match, start, end) => {
    if (!/\S$/.test(wordsBefore(state, start))) return null;
    const space = match[1] === ":" || match[1] === "»" ? NBSP : NARROW;
    return state.tr.insertText(space + match[1], start, end);
  }),
  new InputRule(/«\u00a0? $/, (state, match, start, end) => state.tr.insertText(`«${NBSP}`, start, end)),
];

export function rules(lang) {
  return inputRules({ rules: /^en\b/i.test(lang) ? blocks : [...blocks, ...french] });
}
