import { useState } from 'react'
import { applyTheme, readTheme, THEMES } from './theme.ts'

export function ThemeChoice() {
  const [theme, setTheme] = useState(readTheme)
  return (
    <label className="theme">
      <span>Colours</span>
      <select
        value={theme}
        onChange={({ target }) => {
          const chosen = THEMES.find((one) => one === target.value) ?? 'system'
          applyTheme(chosen)
          setTheme(chosen)
        }}
      >
        {THEMES.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </label>
  )
}
