import { defineConfig } from 'vite'

export default defineConfig({
  resolve: { conditions: ['@muster/source', 'browser', 'module', 'import', 'default'] },
  build: {
    outDir: 'dist',
    // Inlined assets would be addresses that the content security policy refuses.
    assetsInlineLimit: 0,
    target: 'es2023',
    sourcemap: false,
    reportCompressedSize: false,
    // What pages use of the core needs nothing else of it, and nothing of Node.
    rolldownOptions: {
      treeshake: { moduleSideEffects: (id) => !/[\\/]packages[\\/]core[\\/]src[\\/]/.test(id) },
    },
  },
})
