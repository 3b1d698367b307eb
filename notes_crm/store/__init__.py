"""What is kept where: each module owns one outside thing and knows no other store."""
