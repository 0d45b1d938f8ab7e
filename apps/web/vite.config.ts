import { readFileSync } from 'node:fs'
import { defineConfig, type Plugin } from 'vite'

/** Leaves the colours as a file of their own besides, for the pages that the server writes and for Bull Board. */
const sharedTokens: Plugin = {
  name: 'shared-tokens',
  generateBundle() {
    const source = readFileSync(new URL('./src/style/tokens.css', import.meta.url), 'utf8')
    this.emitFile({ type: 'asset', fileName: 'tokens.css', source })
  },
}

export default defineConfig({
  plugins: [sharedTokens],
  resolve: { conditions: ['@muster/source', 'browser', 'module', 'import', 'default'] },
  // See `src/visible/jsx-runtime.ts`.
  oxc: { jsx: { runtime: 'automatic', importSource: '#visible' } },
  build: {
    outDir: 'dist',
    // Inlined assets would be addresses that the content security policy refuses.
    assetsInlineLimit: 0,
    target: 'es2023',
    sourcemap: false,
    reportCompressedSize: false,
    rolldownOptions: {
      // Of our packages only what is used is bundled: the rest of them needs Node.
      treeshake: { moduleSideEffects: [{ test: /\/packages\//, sideEffects: false }] },
    },
  },
})
