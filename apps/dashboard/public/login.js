// The page says all there is to say.
