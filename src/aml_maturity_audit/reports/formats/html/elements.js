"use strict";
// Elements are made from text only: nothing of an assessment is ever parsed as markup.

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== "" && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== "") made.append(child);
  }
  return made;
}

// A link where the address is one of the web (the report has checked it already), else the text.
function linked(text, address) {
  if (!/^https?:\/\//i.test(address || "")) return element("bdi", {}, text);
  return element("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, text);
}

function readData(id) {
  return JSON.parse(document.getElementById(id).textContent);
}
