// Making elements. All text goes in as text: nothing here reads markup.

function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && name !== "list") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== ""));
  return made;
}

// What nobody could see in a text is made visible, as in the tool's other outputs (renderers/inert.py).
function printable(text) {
  return text.replace(/[\p{C}\p{Z}]/gu, (character) =>
    character === " " ? character : `\\u{${character.codePointAt(0).toString(16)}}`,
  );
}

// A feature's id, as a link to its row.
function featureLink(feature, text = feature) {
  return element("a", { href: `#feature-${feature}` }, element("code", {}, text));
}

function sourceLinks(urls) {
  return urls.map((url, number) => {
    const name = url
      .replace(/^https:\/\/|[?#].*$/g, "")
      .replace(/\/$/, "")
      .split("/")
      .at(-1)
      .replace(/\.html$/, "");
    const link = url.startsWith("https://") ? element("a", { href: url }, name) : url;
    return element("span", { className: "source" }, number ? ", " : "", link);
  });
}

function list(items, className = "") {
  return items.length
    ? [
        element(
          "ul",
          { className },
          items.map((item) => element("li", {}, item)),
        ),
      ]
    : [];
}

function section(title, ...children) {
  const inside = children.flat();
  return inside.length ? [element("h3", {}, title), ...inside] : [];
}

function between(parts, separator) {
  return parts.flatMap((part, place) => (place ? [separator, part] : [part]));
}
