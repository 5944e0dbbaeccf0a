// Puts the player in the place of a video's link once the reader asks for it. Until that click
// nothing is asked of another site; without this module the link leads to the video's own page.

const PLAYER_MAY = "allow-scripts allow-same-origin allow-popups allow-presentation";

const plainClick = (event) =>
  event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

const playerOf = (link) => {
  const address = new URL(link.dataset.embed);
  address.searchParams.set("autoplay", "1");
  const frame = document.createElement("iframe");
  frame.title = link.textContent.trim();
  frame.allow = "autoplay; fullscreen; picture-in-picture; encrypted-media";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  // Any host may run PeerTube, so a player may not lead the page away from under the reader.
  frame.setAttribute("sandbox", PLAYER_MAY);
  frame.src = address;
  return frame;
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.video-facade[data-embed]");
  if (!link || !plainClick(event)) return;
  event.preventDefault();
  const frame = playerOf(link);
  link.before(frame);
  // What is left below the player is a plain link to the video's page.
  link.classList.remove("video-facade");
  link.removeAttribute("data-embed");
  frame.focus();
});
