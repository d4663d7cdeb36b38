import type { Page } from "playwright-core";

/**
 * Texts on the page that are too faint for their ground by WCAG 2 (4.5 to 1), however many things make them so, and texts that the
 * edge of the page cuts off. Drawings are left out.
 */
export const illegible = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    type Colour = readonly [number, number, number, number];
    const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
    const colourOf = (css: string): Colour => {
      pixel.clearRect(0, 0, 1, 1);
      pixel.fillStyle = css;
      pixel.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = pixel.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const over = (top: Colour, ground: Colour, opacity = 1): Colour => {
      const share = top[3] * opacity;
      const mixed = (at: 0 | 1 | 2) => top[at] * share + ground[at] * (1 - share);
      return [mixed(0), mixed(1), mixed(2), 1];
    };
    const around = (element: Element): Element[] => {
      const chain: Element[] = [];
      for (let at: Element | null = element; at; at = at.parentElement) chain.push(at);
      return chain;
    };
    const groundOf = (element: Element): Colour =>
      around(element)
        .reverse()
        .map((one) => colourOf(getComputedStyle(one).backgroundColor))
        .reduce<Colour>((ground, layer) => over(layer, ground), [255, 255, 255, 1]);
    const luminance = ([red, green, blue]: Colour) => {
      const linear = (value: number) =>
        value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    };
    const found = new Set<string>();
    for (const element of document.querySelectorAll<HTMLElement>("body *:not(svg *)")) {
      const text = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      const said = text
        .map(({ textContent }) => textContent?.trim() ?? "")
        .join(" ")
        .trim();
      const { left, right, width, height } = element.getBoundingClientRect();
      if (said === "" || width === 0 || height === 0 || element.closest(":disabled")) continue;
      const style = getComputedStyle(element);
      const opacity = around(element).reduce((all, one) => all * Number(getComputedStyle(one).opacity), 1);
      if (style.visibility === "hidden" || opacity === 0) continue;
      const ground = groundOf(element);
      const shades = [luminance(over(colourOf(style.color), ground, opacity)), luminance(ground)];
      const contrast = (Math.max(...shades) + 0.05) / (Math.min(...shades) + 0.05);
      if (contrast < 4.5) found.add(`${contrast.toFixed(1)} to 1: ${said.slice(0, 40)}`);
      const sideways = around(element).some(
        (one) => /auto|scroll/.test(getComputedStyle(one).overflowX) && one.tagName !== "MAIN",
      );
      if (element.closest("main") && !sideways && (right > innerWidth + 1 || left < -1))
        found.add(`cut off: ${said.slice(0, 40)}`);
    }
    return [...found];
  });
