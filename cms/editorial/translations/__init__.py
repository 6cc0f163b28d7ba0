"""What a translator works with: segments of a Swedish page, their state and length, and the words of the domain."""
