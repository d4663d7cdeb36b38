import { useEffect, useRef } from "react";

/** A drawing of the server as a part of the page, so that it takes the page's colours. */
export const Picture = ({ svg, caption }: { svg: string; caption: string }) => {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    place.current?.replaceChildren(document.importNode(drawn, true));
  }, [svg]);
  return (
    <figure>
      <div ref={place} />
      <figcaption>{caption}</figcaption>
    </figure>
  );
};
