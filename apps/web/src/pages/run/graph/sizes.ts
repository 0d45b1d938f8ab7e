// In pixels of the graph as it is at zoom 1.
export const NODE_WIDTH = 208
export const NODE_HEIGHT = 52
export const GAP_X = 56
export const GAP_Y = 18
/** Around what is in a box, and for its name at the top. */
export const PAD = 16
export const BOX_HEAD = 40
