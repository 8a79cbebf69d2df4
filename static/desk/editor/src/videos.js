/* Videos by their address: the providers that the server knows, told the same way. */

// Hosts of PeerTube, from the page: with a dot ahead, all those of a domain.
const peertube = [];

export function knowHosts(hosts) {
  peertube.splice(0, peertube.length, ...hosts);
}

const YOUTUBE = ["youtube.com", "youtube-nocookie.com", "youtu.be", "music.youtube.com"];
const YOUTUBE_PATH = /^\/(?:shorts|live|embed|v)\/([\w-]{11})\/?$/;
const VIMEO_PATH = /^(?:\/video)?\/([0-9]{5,12})(?:\/([0-9a-f]{6,16}))?\/?$/;
const DAILYMOTION_PATH = /^(?:\/embed)?\/video\/([\w-]{3,24})\/?$/;
const PEERTUBE_PATH =
  /^\/(?:w|videos\/watch|videos\/embed)\/([1-9A-HJ-NP-Za-km-z]{22}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/;

const isPeertube = (host) =>
  peertube.some((known) => (known.startsWith(".") ? host.endsWith(known) : host === known));

/* Return {provider, url}, or null for any other address. */
export function findVideo(address) {
  const typed = (address || "").trim();
  if (!/^https?:\/\/[^\s/?#@:\\]+([/?#]|$)/i.test(typed)) return null;
  let url;
  try {
    url = new URL(typed);
  } catch {
    return null;
  }
  const host = url.hostname.replace(/^www\./, "").replace(/^m\./, "");
  if (YOUTUBE.includes(host)) return onYoutube(url, host);
  if (host === "vimeo.com" || host === "player.vimeo.com") return onVimeo(url);
  if (["dailymotion.com", "geo.dailymotion.com", "dai.ly"].includes(host)) {
    const found = DAILYMOTION_PATH.exec(host === "dai.ly" ? `/video${url.pathname}` : url.pathname);
    return found && { provider: "Dailymotion", url: `https://www.dailymotion.com/video/${found[1]}` };
  }
  const found = isPeertube(host) && PEERTUBE_PATH.exec(url.pathname);
  return found ? { provider: host, url: `https://${host}/w/${found[1]}` } : null;
}

function onYoutube(url, host) {
  const found = YOUTUBE_PATH.exec(host === "youtu.be" ? `/v${url.pathname}` : url.pathname);
  const id = found ? found[1] : (url.pathname === "/watch" && url.searchParams.get("v")) || "";
  return /^[\w-]{11}$/.test(id) ? { provider: "YouTube", url: `https://www.youtube.com/watch?v=${id}` } : null;
}

function onVimeo(url) {
  const found = VIMEO_PATH.exec(url.pathname);
  if (!found) return null;
  const key = found[2] || url.searchParams.get("h") || "";
  const end = /^[0-9a-f]{6,16}$/.test(key) ? `/${key}` : "";
  return { provider: "Vimeo", url: `https://vimeo.com/${found[1]}${end}` };
}
