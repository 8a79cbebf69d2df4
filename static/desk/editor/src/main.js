import { mount } from "./mount.js";

for (const textarea of document.querySelectorAll("textarea[data-editor]")) mount(textarea);
