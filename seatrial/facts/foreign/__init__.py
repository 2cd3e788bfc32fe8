"""What do programs in TypeScript, JavaScript and Go answer, whom do they ask, and who may call them?"""
