// The marks and transforms of Observable Plot that the site's charts use; the rest is left out of the bundle.
export {
  areaY, barX, barY, binX, dot, dotX, dotY, gridX, gridY, groupX, line, lineY, link, normalizeY, plot, rectY, ruleX, ruleY,
  stackY, text, textX, textY, tickX, tip, pointer, pointerX, axisX, axisY, axisFx, axisFy, frame, crosshairX
} from "@observablehq/plot";
