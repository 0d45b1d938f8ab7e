--[[
  Gives one's own lease back.

  Input:
    KEYS[1] the lease

    ARGV[1] holder

  Output:
    1 - given back
    0 - somebody else's
]]
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call('DEL', KEYS[1])
