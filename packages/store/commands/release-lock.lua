--[[
  Frees an agent's lock if this holder has it, and keeps its fences.

  Input:
    KEYS[1] the lock (HASH: holder, fence, until, stop, reported)

    ARGV[1] holder

  Output:
    1 - freed
    0 - it was not the holder's
]]
if redis.call('HGET', KEYS[1], 'holder') ~= ARGV[1] then
  return 0
end
redis.call('HDEL', KEYS[1], 'holder', 'until')
return 1
