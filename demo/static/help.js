// Help: from its top straight to what to do about threats with a picture.
doorzien.section("help", {
  show(detail) {
    const heading = detail === "threat" && doorzien.visible(document, ".threat h2");
    if (!heading) return false;
    heading.scrollIntoView({ block: "start" });
    heading.focus({ preventScroll: true });
    return true;
  },
});
