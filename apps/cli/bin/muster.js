#!/usr/bin/env node
import module from 'node:module'

// Node 22 and newer keep compiled code between two starts.
module.enableCompileCache?.()
await import('../dist/bundle/muster.js')
