import { defineConfig } from 'vite'

export default defineConfig({
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
