--[[
  Frees an agent's lock if this holder has it, and keeps its fence.

  Input:
    KEYS[1] the lock (HASH: holder, fence, until, stop, reported)

    ARGV[1] holder
    ARGV[2] the fence whose attempt was reported and must not be worked again; 0 for none

  Output:
    1 - freed
    0 - it was not the holder's
]]
if redis.call('HGET', KEYS[1], 'holder') ~= ARGV[1] then
  return 0
end
redis.call('HDEL', KEYS[1], 'holder', 'until')
if tonumber(ARGV[2]) > 0 then
  redis.call('HSET', KEYS[1], 'reported', ARGV[2])
end
return 1
