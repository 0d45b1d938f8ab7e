import { serve } from '../lib/agent.mjs'
import { planReview } from './plan.mjs'
import { review } from './review.mjs'
import { verifyReview } from './verify.mjs'

serve({
  name: 'code-review',
  version: '1.1.0',
  phases: { PLAN: planReview, EXECUTE: review, VERIFY: verifyReview },
})
