--[[
  Writes into an agent's lock, if this holder has it, that its attempt was reported. Who reported has nothing left to do
  under its fence: the next attempt, which says so, gets the lock from whoever holds it.

  Input:
    KEYS[1] the lock (HASH: holder, fence, until, stop, reported)

    ARGV[1] holder
    ARGV[2] the fence whose attempt was reported and must not be worked again

  Output:
    1 - written
    0 - it was not the holder's
]]
if redis.call('HGET', KEYS[1], 'holder') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'reported', ARGV[2])
return 1
