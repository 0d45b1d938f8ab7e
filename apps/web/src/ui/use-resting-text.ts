import { useEffect, useRef, useState } from 'react'

const REST_MS = 300

/** What is being typed in place of a text, which is handed on once it rests; `kept` is what was handed on last. */
export function useRestingText(
  kept: string,
  onRest: (text: string) => void,
): readonly [string, (text: string) => void] {
  const [text, setText] = useState(kept)
  const [shown, setShown] = useState(kept)
  const latest = useRef(onRest)
  useEffect(() => {
    latest.current = onRest
  })
  if (shown !== kept) {
    setShown(kept)
    setText(kept)
  }
  useEffect(() => {
    if (text === kept) return
    const timer = setTimeout(() => latest.current(text), REST_MS)
    return () => clearTimeout(timer)
  }, [text, kept])
  return [text, setText]
}
