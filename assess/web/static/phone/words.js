// Filled in for each language and each build: script_words.py.
export const words = {};
export const worker = '';
