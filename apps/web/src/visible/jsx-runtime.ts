import { visible } from '@muster/core'
import type { ElementType, Key } from 'react'
import { Fragment, jsx as reactJsx, jsxs as reactJsxs } from 'react/jsx-runtime'

export { Fragment, type JSX } from 'react/jsx-runtime'

type Props = Readonly<Record<string, unknown>>

/** What of an element people are told besides what stands in it. */
const TOLD = ['title', 'alt', 'placeholder', 'aria-label', 'aria-description', 'download']

/**
 * What every element of the pages is made by, so that none can show a text as it came.
 *
 * V1. Whatever becomes text in the document, or is told in an attribute, has gone through `visible`: nothing in a name, an
 *     output or a comment hides, overwrites or reorders what stands around it.
 * V2. What is sent, kept or copied is what it was: values of fields and addresses are left alone.
 */
export function jsx(type: ElementType, props: Props, key?: Key) {
  return reactJsx(type, shown(type, props), key)
}

export function jsxs(type: ElementType, props: Props, key?: Key) {
  return reactJsxs(type, shown(type, props), key)
}

/** A component is a function of its props, and shows nothing by itself. */
function shown(type: ElementType, props: Props): Props {
  if (typeof type !== 'string' && type !== Fragment) return props
  const changed: Record<string, unknown> = {}
  for (const name of ['children', ...TOLD]) {
    const given = props[name]
    const told = name === 'children' ? shownChild(given) : shownText(given)
    if (told !== given) changed[name] = told
  }
  return Object.keys(changed).length === 0 ? props : { ...props, ...changed }
}

function shownChild(child: unknown): unknown {
  if (!Array.isArray(child)) return shownText(child)
  const told = child.map(shownChild)
  return told.every((one, index) => one === child[index]) ? child : told
}

function shownText(text: unknown): unknown {
  return typeof text === 'string' ? visible(text) : text
}
