/* The page's language: French is written here, other languages come with the page. */

const element = document.getElementById("editor-words");
const catalogue = element ? JSON.parse(element.textContent) : {};

export const gettext = (word) => catalogue[word] || word;

/* For a French word that other languages say in two ways. */
export const pgettext = (context, word) => catalogue[`${context}\u0004${word}`] || word;
